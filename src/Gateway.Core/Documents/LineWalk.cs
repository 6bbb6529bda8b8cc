namespace Gateway.Core.Documents;

/// <summary>Where a walk along a line is, and what may begin there.</summary>
/// <param name="number">Of the line, from 0.</param>
/// <param name="from">The first character, from 0.</param>
internal sealed class LineWalk(int number, int from)
{
    private bool _mayStart = true;

    public int Number => number;

    /// <summary>The character that is looked at.</summary>
    public int At { get; set; } = from;

    /// <summary>Whether a value or a key begins here.</summary>
    public bool IsStart { get; private set; }

    /// <summary>Where the word began that goes on here.</summary>
    public int Word { get; private set; } = from;

    /// <summary>Whether a value is still to come.</summary>
    public bool Opens { get; private set; }

    public bool IsOver { get; set; }

    /// <summary>Comes to a character that is no blank.</summary>
    public void Enter()
    {
        (IsStart, _mayStart, Opens) = (_mayStart, false, false);
        if (IsStart) Word = At;
    }

    /// <summary>Behind this character a value or key may begin.</summary>
    public void MayStart() => _mayStart = true;

    /// <summary>Behind this character a value has to come.</summary>
    public void Open() => (_mayStart, Opens) = (true, true);

    /// <summary>The character was replaced: it is looked at again, as if for the first time.</summary>
    public void StayBefore()
    {
        _mayStart = IsStart;
        At--;
    }

    /// <summary>What is left of the line is text.</summary>
    public void End() => IsOver = true;
}
