namespace Gateway.Core.Documents;

/// <summary>A mistake that files can have: its stable code and everything said about it, in both languages.</summary>
/// <param name="Code">A family letter and three digits: Y text, S schema, P profile, C site, A alarms, B bus, M MQTT, D buffer. Never reused for another
/// meaning.</param>
/// <param name="Message">What is wrong, with numbered places for the particulars.</param>
/// <param name="Help">What to do, with the same numbered places.</param>
/// <param name="Explanation">The paragraph that <c>envgw explain</c> prints: why it matters and how to get it right.</param>
public sealed record ProblemKind(string Code, Severity Severity, Wording Message, Wording Help, Wording Explanation)
{
    /// <summary>How many numbered places the message and the help may use; checked by a test.</summary>
    public const int MostArguments = 6;
}
