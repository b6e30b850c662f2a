/** Records in memory. Other stores are imported by their own files, because each loads a driver. */
export { memoryRecords } from './memory-records.ts';
