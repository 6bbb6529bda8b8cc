namespace Gateway.Cli.Doctor;

/// <summary>Everything that was looked at.</summary>
internal sealed record DoctorReport(string Schema, string Version, int Problems, int Warnings, IReadOnlyList<CheckLine> Checks);
