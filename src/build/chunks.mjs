// Which modules share a file of dist/chunks. Left alone, the bundler makes a file of each set of modules that the same
// parts need, and `nube list` reads 25 of them at about 0.2 ms each.

/** A pattern for modules of src by the names of their rooms and files. */
const sources = (pattern) => new RegExp(`[\\\\/]src[\\\\/](?:${pattern.replaceAll('/', '[\\\\/]')})\\.ts$`);

export const chunks = {
  groups: [
    // What every call reads, and what is enough for completion beside its own words.
    { name: 'start', test: sources('nube|readyHelp|version|io/(?:askpassVariable|isTerminal|writeAll)'), priority: 4 },
    {
      name: 'base',
      test: sources(
        'directoryFile|isOn|core/(?:completion|journal|keptNames|profile|text)|io/(?:directories|journal/readEntry(?:File)?|keptNames|system)',
      ),
      priority: 3,
    },
    { name: 'main', test: sources('main|core/(?!shapes/|hostKeyAlias|endpoint).*'), priority: 2 },
    { name: 'profiles', test: sources('io/(?:profiles|storedFile|keptSecrets)'), priority: 1 },
    { name: 'http', test: sources('connecting|credential|io/http') },
    { name: 'render', test: sources('render/(?:cell|checkRender|colour|columns|json|measure|render|table)') },
  ],
};
