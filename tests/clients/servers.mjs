// The servers under test, which scripts/client-tests.sh starts.

function required(name) {
  const value = process.env[name];
  if (!value) {
    throw new Error(`${name} is not set: run scripts/client-tests.sh`);
  }
  return value;
}

/** Address of a server that asks for no key. */
export const openServer = required('CHATTERBOX_URL');

/** Address of a server that asks for a key. */
export const keyedServer = required('CHATTERBOX_KEYED_URL');

/** The key that it takes. */
export const apiKey = required('CHATTERBOX_KEY');
