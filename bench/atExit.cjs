// Loaded into a measured process: writes what the kernel has counted for it to descriptor 3 when it ends. The peak is
// that of this program alone; what rusage tells begins with the memory of the process that it was forked from.
const { readFileSync, writeSync } = require('node:fs');

process.on('exit', () => {
  const { user, system } = process.cpuUsage();
  let peak = process.resourceUsage().maxRSS;
  try {
    peak = Number(/^VmHWM:\s+(\d+)/m.exec(readFileSync('/proc/self/status', 'utf8'))[1]);
  } catch {
    // Not Linux.
  }
  writeSync(3, JSON.stringify({ cpuMs: (user + system) / 1000, peakKiB: peak }));
});
