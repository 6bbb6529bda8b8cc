using Gateway.Core.Buffering;
using Gateway.Core.History;

namespace Gateway.Core.Watching;

/// <summary>How what is stored looks at one moment.</summary>
/// <param name="History">Null when there is none.</param>
/// <param name="Drops">Every record of messages that are gone.</param>
/// <param name="At">Monotonic time.</param>
internal sealed record StoreLook(BufferSnapshot Buffer, HistorySnapshot? History, IReadOnlyList<Drop> Drops, TimeSpan At);
