namespace Chatterbox.Audio.Analysis;

/// <summary>Something wrong with a reference recording, with a sentence for the person who made it.</summary>
public sealed record ReferenceFinding(ReferenceProblem Problem, FindingSeverity Severity, string Message);
