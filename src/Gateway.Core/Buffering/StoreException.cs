using Gateway.Core.Documents;

namespace Gateway.Core.Buffering;

/// <summary>The store could not be opened, written or read. The explanation says what happened, the likeliest cause and the next step.</summary>
public sealed class StoreException : IOException
{
    /// <param name="explanation">For a person; the exception's message is its English text.</param>
    public StoreException(StoreFault fault, Wording explanation, Exception? inner = null)
        : base(explanation.English, inner) => (Fault, Explanation) = (fault, explanation);

    public StoreFault Fault { get; }

    public Wording Explanation { get; }
}
