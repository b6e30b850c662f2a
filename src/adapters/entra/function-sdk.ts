/** The part of Microsoft's sign-in library in a function. The build puts it into a file of its own. */
export { ClientAssertionCredential } from '@azure/identity';
