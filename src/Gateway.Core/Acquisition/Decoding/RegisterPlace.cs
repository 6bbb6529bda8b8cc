namespace Gateway.Core.Acquisition.Decoding;

/// <summary>Where a range stands in an image.</summary>
/// <param name="Block">Number of the block.</param>
/// <param name="Offset">Byte offset in the image's bytes; for bits, of the byte that holds the first.</param>
/// <param name="Bit">For bits, the place in that byte; 0 for registers.</param>
internal readonly record struct RegisterPlace(int Block, int Offset, int Bit);
