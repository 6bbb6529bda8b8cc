namespace Gateway.Core.Documents;

/// <summary>A file's text as a tree.</summary>
/// <param name="File">The text.</param>
/// <param name="Root">What it says; a map in every file of ours, but that is for its shape to demand.</param>
/// <param name="IsWhole">False when something had to be left out, so that a missing key proves nothing.</param>
internal sealed record Document(SourceFile File, Node Root, bool IsWhole);
