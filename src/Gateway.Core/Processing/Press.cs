using Gateway.Core.Alarms;

namespace Gateway.Core.Processing;

/// <summary>An acknowledgement on its way to the loop, and where its answer goes.</summary>
internal sealed record Press(Acknowledgement What, TaskCompletionSource<AcknowledgeResult> Answer);
