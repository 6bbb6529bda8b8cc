using Gateway.Core.Buffering;
using Gateway.Core.Readings;

namespace Gateway.Core.History;

/// <summary>A reading in the buffer, and the message that holds it.</summary>
internal readonly record struct PendingReading(LayoutPoint Point, Reading Reading, string Epoch, long Seq);
