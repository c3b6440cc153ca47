import { json, Refusal } from '../reply';

/** What is wrong with each field; fields of a record are nested. */
export interface FieldErrors {
  [field: string]: string | FieldErrors;
}

/** A refusal in the provider's usual form; without a message it has none. */
export function failure(status: number, msg?: string, errors?: FieldErrors): Refusal {
  return new Refusal(
    json(status, {
      success: false,
      ...(msg === undefined ? {} : { msg }),
      ...(errors === undefined ? {} : { errors }),
    }),
  );
}

/** Throws if there is anything wrong. */
export function requireValid(errors: FieldErrors): void {
  if (Object.keys(errors).length > 0) throw failure(400, undefined, errors);
}
