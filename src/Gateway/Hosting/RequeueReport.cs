namespace Gateway.Hosting;

/// <summary>What came of a <see cref="RequeueOrder"/>.</summary>
/// <param name="Messages">How many were put aside.</param>
/// <param name="Connected">They go out now; else with the next connection.</param>
internal sealed record RequeueReport(string Schema, RequeueResult Result, long Messages, bool Connected);
