import { sourceText, type SourceText } from '../../text/source.ts';
import { elementFact } from './elements.ts';
import type { ScratchDefinition, Setting, EmailSettings } from '../facts.ts';
import { readInlineTls, type InlineCandidate } from './inlineTls.ts';
import {
  nodeRange,
  parseJson,
  properties,
  property,
  stringText,
  type JsonProperty,
  type Node,
} from '../../formats/json.ts';

/** Reads the email settings of a scratch org definition. Never throws. */
export function readScratchDefinition(file: string, text: string): ScratchDefinition {
  const source = sourceText(file, text);
  const { root, problem } = parseJson(text);
  const settings = property(root, 'settings')?.value;
  // The CLI upper-cases the first letter when it writes the settings file, so both spellings work.
  const email = (property(settings, 'emailAdministrationSettings') ?? property(settings, 'EmailAdministrationSettings'))
    ?.value;
  return { source, problem, emailSettings: email?.type === 'object' ? readEmailSettings(source, email) : undefined };
}

function readEmailSettings(source: SourceText, object: Node): EmailSettings {
  const candidates = properties(object).map((one) => candidate(source, one));
  const inline = readInlineTls(source, candidates);
  const taken = new Set(inline.elements.map(({ setting }) => setting));
  const settings = candidates.map(({ setting }) => setting).filter((setting) => !taken.has(setting));
  return { source, settings, inline, layout: { format: 'json', object } };
}

function candidate(source: SourceText, { name, nameRange, range, value }: JsonProperty): InlineCandidate {
  const strings = value?.type === 'array' ? (value.children ?? []) : value ? [value] : [];
  const valueRange = value ? nodeRange(value) : nameRange;
  const setting: Setting = {
    name,
    nameRange,
    valueRange,
    text: value ? source.text.slice(valueRange.start, valueRange.end) : '',
    boolean: value?.type === 'boolean' ? Boolean(value.value) : undefined,
    range,
    fact: elementFact(name),
  };
  const texts = strings
    .filter((node) => node.type === 'string')
    .map((node) => ({ text: stringText(source.text, node), outer: nodeRange(node), node }));
  return { setting, syntax: 'json', texts, array: value?.type === 'array' ? value : undefined };
}
