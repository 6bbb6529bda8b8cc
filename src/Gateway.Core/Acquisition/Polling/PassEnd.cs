namespace Gateway.Core.Acquisition.Polling;

/// <summary>How a pass over a plan's blocks ended.</summary>
internal enum PassEnd
{
    /// <summary>Each block was asked for, and got its answer or its failure.</summary>
    Complete,

    /// <summary>So too, but a refusal taught something: the plan is out of date.</summary>
    Refused,

    /// <summary>The unit fell silent or the bus was lost; the rest was not asked for.</summary>
    Broken,
}
