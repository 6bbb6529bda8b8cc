namespace Gateway.Core.Documents;

/// <summary>One mistake at one place. Problems are collected and shown together, never thrown.</summary>
public sealed record Problem
{
    public required ProblemKind Kind { get; init; }

    /// <summary>The file as the person knows it.</summary>
    public required string File { get; init; }

    public required TextSpan Span { get; init; }

    /// <summary>What fills the numbered places of the message and the help.</summary>
    public IReadOnlyList<Wording> Arguments { get; init; } = [];

    /// <summary>Said beside the place: <c>float32 at holding 3 uses 3-4</c>.</summary>
    public Wording? Note { get; init; }

    /// <summary>The one word that was probably meant.</summary>
    public string? Suggestion { get; init; }

    public TextEdit? Fix { get; init; }

    public RelatedPlace? Related { get; init; }

    /// <summary>The line as it stands in the file; null when the problem has no line.</summary>
    public string? SourceLine { get; init; }

    public string Code => Kind.Code;

    public Severity Severity => Kind.Severity;

    public bool IsError => Severity == Severity.Error;

    public string Message(string language) => Kind.Message.Filled(Arguments).In(language);

    public string Help(string language) => Suggestion is { } word
        ? new Wording($"did you mean '{word}'?", $"是否应为 “{word}”？").In(language)
        : Kind.Help.Filled(Arguments).In(language);
}
