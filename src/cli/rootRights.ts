/*
 * Who starts a server on port 25 is often root. Root is needed to listen, and for nothing after that: strangers talk to
 * this process, so it goes on as somebody who owns nothing.
 */

/** The parts of Node's `process` that give rights up. Windows has none of the functions. */
export interface ProcessRights {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly getuid?: () => number;
  readonly geteuid?: () => number;
  readonly getgid?: () => number;
  readonly getegid?: () => number;
  readonly getgroups?: () => readonly number[];
  readonly setgroups?: (groups: readonly number[]) => void;
  readonly setgid?: (id: number | string) => void;
  readonly setuid?: (id: number | string) => void;
}

/**
 * Goes on as the user who called sudo, or else as `nobody`. It cannot be undone. All that must be opened as root must be
 * open before.
 *
 * @returns who the process is now, such as `user nobody and group nogroup`; undefined where it was not root
 * @throws Error if it is still root in any way: the process must not serve anybody then
 */
export function giveUpRoot(rights: ProcessRights): string | undefined {
  if (rights.getuid?.() !== 0) return undefined;
  try {
    // First what only root may do; the user comes last.
    rights.setgroups?.([]);
    const name = becomeUser(rights);
    const left = rootLeft(rights);
    if (left === undefined) return name;
    throw new Error(left);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(
      `the server was started as root and cannot become another user (${why}), so it does not start. Start it as another user: see docs/enforcement-check.md`,
    );
  }
}

function becomeUser(rights: ProcessRights): string {
  const caller = sudoCaller(rights);
  if (caller) {
    rights.setgid?.(caller.group);
    rights.setuid?.(caller.user);
    return `user ${caller.user} and group ${caller.group}, as the caller of sudo`;
  }
  const group = setFirst(['nogroup', 'nobody'], (name) => rights.setgid?.(name));
  rights.setuid?.('nobody');
  return `user nobody and group ${group}`;
}

function sudoCaller({ env }: ProcessRights): { readonly user: number; readonly group: number } | undefined {
  const [user, group] = [env['SUDO_UID'], env['SUDO_GID']].map((text) =>
    /^[1-9]\d{0,9}$/.test(text ?? '') ? Number(text) : 0,
  );
  return user && group ? { user, group } : undefined;
}

/** The group of nobody has another name on each system. @throws the last error if there is none of them */
function setFirst(names: readonly string[], set: (name: string) => void): string {
  let last: unknown;
  for (const name of names)
    try {
      set(name);
      return name;
    } catch (error) {
      last = error;
    }
  throw last;
}

/** What of root is left: a call that does nothing would be as bad as one that fails. */
function rootLeft(rights: ProcessRights): string | undefined {
  if (rights.getuid?.() === 0 || rights.geteuid?.() === 0) return 'the user is still root';
  if (rights.getgid?.() === 0 || rights.getegid?.() === 0) return 'the group is still that of root';
  if (rights.getgroups?.().includes(0) === true) return 'it is still in the group of root';
  try {
    rights.setuid?.(0);
  } catch {
    return undefined;
  }
  return 'it can become root again';
}
