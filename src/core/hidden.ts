/**
 * Characters that JSON and YAML may hold as they are, but that steer a terminal, turn the direction of text or can't
 * be seen. (The selector that makes an emoji colourful is neither.)
 */
export const hidden = /[\x7f-\x9f\u2028\u2029\ufff9-\ufffb]|(?!\ufe0f)\p{Default_Ignorable_Code_Point}/gu;

/** `\u` and four digits for a code unit. */
export const escaped = (code: number): string => `\\u${code.toString(16).padStart(4, '0')}`;
