using Gateway.Core.Documents;

namespace Gateway.Cli.Choosing;

/// <summary>Something that a profile leaves open and nobody has said yet.</summary>
/// <param name="Kind">What is open.</param>
/// <param name="Message">What a person is told of it.</param>
/// <param name="Possible">What can be said, as a list for a person.</param>
/// <param name="Option">How the command line says it, with one of the possible values.</param>
/// <param name="IsVital">Without it the device cannot be read at all; otherwise its readings are uncertain, or fewer.</param>
internal sealed record DeviceNeed(NeedKind Kind, Wording Message, string Possible, string Option, bool IsVital)
{
    /// <summary>The words among which one is chosen; empty where the answer has a form of its own.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>The point whose unit is open.</summary>
    public string? Point { get; init; }
}
