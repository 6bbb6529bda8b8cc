using Gateway.Core.Documents;

namespace Gateway.Hosting;

/// <summary>A secret's value, or why there is none. Prints neither: a value must not reach a log by way of a format string.</summary>
internal readonly struct Secret
{
    private Secret(string? value, Wording? problem)
    {
        Value = value;
        Problem = problem;
    }

    /// <summary>Null when there is a <see cref="Problem"/>.</summary>
    public string? Value { get; }

    /// <summary>What is wrong and what to do about it, for the operator; null when there is a <see cref="Value"/>.</summary>
    public Wording? Problem { get; }

    public static Secret Of(string value) => new(value, null);

    public static Secret Refused(Wording problem) => new(null, problem);

    public override string ToString() => Problem?.English ?? "(secret)";
}
