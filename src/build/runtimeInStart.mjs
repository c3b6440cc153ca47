// The bundler makes a file of what every chunk has from the bundler itself, whatever the groups say: one more to read at
// each start. This plugin puts it into the file of the start, which is read anyway.
import path from 'node:path';

const startFile = 'nube.cjs';

export function runtimeInStart() {
  return {
    name: 'runtime-in-start',
    generateBundle(_options, bundle) {
      const [[fileName, runtime], ...others] = Object.entries(bundle).filter(([name]) =>
        name.includes('rolldown-runtime'),
      );
      const start = bundle[startFile];
      if (start === undefined || others.length > 0) throw new Error('The chunks are not as expected');
      // A block keeps the short names of one from those of the other.
      start.code += `{${runtime.code.replace(/^var /, 'let ')}}`;
      for (const chunk of Object.values(bundle)) {
        const there = path.posix.relative(path.posix.dirname(chunk.fileName), startFile);
        chunk.code = chunk.code?.replaceAll(`require("./${path.posix.basename(fileName)}")`, `require("${there}")`);
      }
      delete bundle[fileName];
    },
  };
}
