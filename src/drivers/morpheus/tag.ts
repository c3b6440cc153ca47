import { type Changing, each, type TagInput } from '../../core/driver';
import type { Fields } from '../../core/fields';
import { type Body, path } from '../../core/http';
import { ended } from '../../core/operation';
import { readInstance } from './readInstance';
import { checkWords, isModern, labelsOf, type Pair, pairsOf, pairText, parsePair } from './tags';

/** `k=v` is a tag, a bare word a label. Old appliances have the same as metadata and tags, as whole lists only. */
export const tag: Changing<TagInput> = {
  options: ['set', 'add', 'remove', 'clear'],
  plan: each(async (session, target, input) => {
    checkWords(input.set ?? [], 'set');
    checkWords(input.add ?? [], 'add');
    const { id } = target.instance;
    const fields = await readInstance(session, id);
    const instance = isModern(fields) ? modernChange(fields, input) : oldChange(fields, input);
    return {
      targets: [target],
      ...(Object.keys(instance).length === 0 ? { skip: 'it has these tags already' } : {}),
      run: () =>
        session.http.send(
          { method: 'PUT', path: path`/api/instances/${id}`, body: { instance } },
          () => ended(),
          () => ended(),
        ),
    };
  }),
};

interface Wanted {
  labels: readonly string[];
  pairs: readonly Pair[];
}

/** Labels are a whole list; of the pairs only what changes is sent, so that those of the platform stay. */
function modernChange(fields: Fields, input: TagInput): Record<string, Body> {
  const now = nowOf(fields);
  const wanted = wantedOf(now, input);
  const labels = sameWords(now.labels, wanted.labels) ? {} : { labels: wanted.labels };
  if (input.set !== undefined || input.clear === true) {
    return { ...labels, ...(samePairs(now.pairs, wanted.pairs) ? {} : { tags: wanted.pairs.map(toBody) }) };
  }
  const added = wanted.pairs.filter(
    ({ name, value }) => !now.pairs.some((one) => one.name === name && one.value === value),
  );
  const removed = now.pairs.filter(({ name }) => !wanted.pairs.some((one) => one.name === name));
  return {
    ...labels,
    ...(added.length === 0 ? {} : { addTags: added.map(toBody) }),
    ...(removed.length === 0 ? {} : { removeTags: removed.map(toBody) }),
  };
}

function oldChange(fields: Fields, input: TagInput): Record<string, Body> {
  const now = nowOf(fields);
  const wanted = wantedOf(now, input);
  return {
    ...(sameWords(now.labels, wanted.labels) ? {} : { tags: wanted.labels }),
    ...(samePairs(now.pairs, wanted.pairs) ? {} : { metadata: wanted.pairs.map(toBody) }),
  };
}

function nowOf(fields: Fields): Wanted {
  return { labels: labelsOf(fields), pairs: pairsOf(fields) };
}

/** A name that is a label's is the label; a bare name that is only a tag's takes the tag away, whatever its value. */
function wantedOf(now: Wanted, { set, add = [], remove = [], clear = false }: TagInput): Wanted {
  if (clear || set !== undefined) return withWords({ labels: [], pairs: [] }, clear ? [] : (set ?? []));
  const gone = (pair: Pair) =>
    remove.includes(pairText(pair)) || (remove.includes(pair.name) && !now.labels.includes(pair.name));
  const left = {
    labels: now.labels.filter((label) => !remove.includes(label)),
    pairs: now.pairs.filter((pair) => !gone(pair)),
  };
  return withWords(left, add);
}

function withWords({ labels, pairs }: Wanted, words: readonly string[]): Wanted {
  const added = words.map((word) => ({ word, pair: parsePair(word) }));
  const newPairs = new Map(pairs.map((pair) => [pair.name, pair]));
  for (const { pair } of added) if (pair !== null) newPairs.set(pair.name, pair);
  const newLabels = added.flatMap(({ word, pair }) => (pair === null ? [word] : []));
  return { labels: [...new Set([...labels, ...newLabels])], pairs: [...newPairs.values()] };
}

function sameWords(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((word) => others.includes(word));
}

function samePairs(some: readonly Pair[], others: readonly Pair[]): boolean {
  return sameWords(some.map(pairText), others.map(pairText));
}

function toBody({ name, value }: Pair): Body {
  return { name, value };
}
