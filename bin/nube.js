#!/usr/bin/env node

const { main, processSystem } = require('../dist/nube.cjs');

main(process.argv.slice(2), processSystem()).then((code) => {
  process.exitCode = code;
});
