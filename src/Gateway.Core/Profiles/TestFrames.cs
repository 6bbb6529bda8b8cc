using Gateway.Core.Documents;

namespace Gateway.Core.Profiles;

/// <summary>What a scale sends in a test.</summary>
/// <param name="Bytes">One frame or more, with delimiters and check sums.</param>
/// <param name="Held">For how long the scale then goes on saying the same.</param>
/// <param name="Span">Where the file says so.</param>
public sealed record TestFrames(ReadOnlyMemory<byte> Bytes, TimeSpan Held, TextSpan Span);
