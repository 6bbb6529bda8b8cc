namespace Gateway.Core.Forwarding.Commands;

/// <summary>The words of commands, as the last level of their topic and in a feed's <c>commands</c>.</summary>
public static class CommandVerbs
{
    public const string Describe = "describe";
    public const string Read = "read";
    public const string Acknowledge = "acknowledge";
    public const string Shelve = "shelve";
    public const string Unshelve = "unshelve";
    public const string Backfill = "backfill";
    public const string Manifest = "manifest";
    public const string Diagnostics = "diagnostics";

    public static IReadOnlyList<string> All { get; } = [Describe, Read, Acknowledge, Shelve, Unshelve, Backfill, Manifest, Diagnostics];

    /// <summary>What a feed may ask when its settings say nothing: who we are, and what it has missed.</summary>
    public static IReadOnlyList<string> Usual { get; } = [Describe, Manifest, Backfill];
}
