export const subjectProblems: (subject: string) => readonly string[];
