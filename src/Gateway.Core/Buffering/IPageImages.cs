namespace Gateway.Core.Buffering;

/// <summary>Pages of a damaged database, as they lie in its file or in its log.</summary>
internal interface IPageImages
{
    /// <summary>How many there are; the same page may be there several times.</summary>
    int Count { get; }

    /// <returns>False when it cannot be read.</returns>
    bool TryRead(int image, Span<byte> page);

    /// <summary>A page by its number in the database, as it was when an image was written.</summary>
    bool TryFind(uint number, int image, Span<byte> page);
}
