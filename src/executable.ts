import { start } from './nube';

// The single executable; what `bin/nube.js` is to the package.
start(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
