namespace Gateway.Core.Documents;

/// <summary>A change of one line that puts a mistake right.</summary>
/// <param name="Span">What is replaced; lies within one line.</param>
/// <param name="Replacement">What stands there afterwards.</param>
/// <param name="Line">The whole line as it then is, for showing.</param>
public sealed record TextEdit(TextSpan Span, string Replacement, string Line);
