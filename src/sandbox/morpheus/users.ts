/** Who may use the appliance. */
export interface MorpheusUser {
  id: number;
  username: string;
  /** How the tenant is written before the name; null: the master tenant, for which nothing is. */
  subdomain: string | null;
  accountId: number;
}

export const users: readonly MorpheusUser[] = [
  { id: 1, username: 'sandbox', subdomain: null, accountId: 1 },
  { id: 9, username: 'sandbox', subdomain: 'tenant', accountId: 2 },
];

/** Everybody's. */
export const PASSWORD = 'sandbox-password';

/** `name`, `tenant\name`, or the tenant's number in place of its name. */
export function userNamed(login: string): MorpheusUser | undefined {
  const [name = '', tenant] = login.split('\\').reverse();
  return users.find(
    (user) => user.username === name && (tenant === undefined ? null : tenantName(tenant)) === user.subdomain,
  );
}

export function userOf(id: number): MorpheusUser {
  return users.find((user) => user.id === id) ?? (users[0] as MorpheusUser);
}

function tenantName(written: string): string | null {
  const user = users.find(({ subdomain, accountId }) => subdomain === written || String(accountId) === written);
  return user ? user.subdomain : written;
}
