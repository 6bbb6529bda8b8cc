using Gateway.Core.Alarms;

namespace Gateway.Hosting;

/// <summary>What came of an acknowledgement, as the local API says it.</summary>
internal sealed record AcknowledgeReport(string Schema, AcknowledgeResult Result);
