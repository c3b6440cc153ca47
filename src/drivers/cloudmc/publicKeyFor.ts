import { CliError } from '../../core/errors';

/**
 * A public key as the platform takes it: exactly three fields, kind, material and comment
 * (docker-machine-driver-cloudca: "Added name to SSH key"). A missing comment is the instance's name.
 */
export function publicKeyFor(instance: string, given: string): string {
  const [kind = '', material = '', ...comment] = given.trim().split(/\s+/);
  if (!/^(ssh|ecdsa|sk)-[\w@.-]+$/.test(kind) || !/^[A-Za-z0-9+/]{16,}=*$/.test(material)) {
    throw new CliError('invalid_value', 'The value of --public-key is no public key of SSH', {
      hint: 'For example --public-key @id_ed25519.pub reads it from that file.',
    });
  }
  return `${kind} ${material} ${comment.length === 0 ? instance : comment.join('_')}`;
}
