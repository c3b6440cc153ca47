import type { ConsoleAnswer, NoInput, Reading } from '../../core/driver';
import { path } from '../../core/http';
import { carrierOf } from './carrier';
import { readStream } from './stream';

/** The log of the instance's first process: the end of what it has said, then what it says. Nothing is sent to it. */
export const console: Reading<NoInput, ConsoleAnswer> = {
  limit: 'Its output only; nube ssh is the way in.',
  options: [],
  async read(session, target) {
    const { container, id } = await carrierOf(session, target);
    return {
      stream: () =>
        readStream(session, path`/v1/containers/${container}/instances/${id}/console`, 'GET …/instances/ID/console'),
    };
  },
};
