namespace Gateway.Core.Commissioning;

/// <summary>Decides how many registers a sweep asks for at once of a device that refuses requests which are too long for it.</summary>
/// <remarks>
/// Exception 03 (illegal data value) means that the quantity is refused, but some devices give it for an address as well, and do not say which they mean.
/// So a refusal makes requests shorter, and answers make them longer again: a hole in the registers costs some short requests and not a whole sweep of them.
/// </remarks>
internal sealed class BlockLength
{
    /// <summary>Requests of the present length that must be answered before longer ones are tried again.</summary>
    private const int AnswersToGrow = 8;

    private readonly int _most;
    private int _answered;

    /// <param name="most">1 to 125.</param>
    public BlockLength(int most) => Registers = _most = most;

    public int Registers { get; private set; }

    public void Answered(int quantity)
    {
        if (quantity < Registers || Registers == _most || ++_answered < AnswersToGrow) return;
        Registers = Math.Min(_most, 2 * Registers);
        _answered = 0;
    }

    /// <summary>A request for so many was refused by exception 03.</summary>
    public void Refused(int quantity)
    {
        // One register cannot be too many: its address was meant.
        if (quantity > 1) Registers = Math.Min(Registers, quantity / 2);
        _answered = 0;
    }
}
