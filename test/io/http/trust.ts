import { connect } from './connection';

/** Run by Node itself: prints the status of a request to each address, trusting one more authority. */
async function run([ca = '', ...endpoints]: readonly string[]): Promise<void> {
  for (const endpoint of endpoints) {
    const { status } = await connect(endpoint, { ca: [ca], variable: (name) => process.env[name] }).http.get('/x');
    process.stdout.write(`${status}\n`);
  }
}

void run(process.argv.slice(2));
