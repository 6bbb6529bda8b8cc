namespace Gateway.Core.Documents;

/// <summary>Another place that a problem is about: the first of two equal keys, the point that is overlapped.</summary>
public sealed record RelatedPlace(string File, TextSpan Span, Wording Note);
