namespace Gateway.Cli;

/// <summary>What adding a device does, or would do, to the site file.</summary>
/// <param name="Written">Whether the file was changed.</param>
/// <param name="Backup">The file as it was before; null when it was not changed.</param>
internal sealed record DeviceAddReport(string Schema, string File, string Device, bool Written, string? Backup, IReadOnlyList<string> Diff);
