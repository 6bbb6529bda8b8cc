namespace Gateway.Core.Acquisition.Polling;

/// <summary>What an answer, or its absence, says about the unit it was asked of.</summary>
internal enum AnswerKind
{
    /// <summary>Data came.</summary>
    Data,

    /// <summary>The unit is there and refuses.</summary>
    Refusal,

    /// <summary>Nothing that could be believed came from the unit, or a gateway says so.</summary>
    Silence,

    /// <summary>There is no way to any unit of the bus.</summary>
    NoBus,
}
