using System.Text.Json;

namespace Gateway.Cli;

/// <summary>What the last <c>envgw bus scan</c> found, from the user's state folder.</summary>
internal static class LastScan
{
    /// <summary>XDG Base Directory Specification: state that survives a restart and is nobody's document.</summary>
    private static string Path => System.IO.Path.Combine(
        Environment.GetEnvironmentVariable("XDG_STATE_HOME") is ['/', ..] state
            ? state
            : System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "state"),
        "envgw", "last-scan.json");

    /// <param name="unit">Which of them; null when there is only one.</param>
    /// <returns>The exit code after what is in the way has been reported; 0 with a device.</returns>
    public static int TryChoose(CommandContext context, int? unit, out LastScanDevice? device)
    {
        device = null;
        if (Read() is not { } found)
            return BusOptions.Refuse(context, ("there is no last scan", "没有上次扫描的结果"), "envgw bus scan /dev/ttyUSB0");
        var fitting = found.Where(one => unit is null || one.Unit == unit).ToList();
        if (fitting is [var only])
        {
            device = only;
            return ExitCode.Fine;
        }
        string units = string.Join(", ", found.Select(one => $"-u {one.Unit}"));
        return fitting.Count == 0
            ? BusOptions.Refuse(context, ("the last scan found no such device", "上次扫描没有找到该设备"), units)
            : BusOptions.Refuse(context, ("the last scan found several devices; say which", "上次扫描找到多台设备，请指明是哪一台"), units);
    }

    /// <returns>Null when there is no scan, or its file is not understood.</returns>
    private static List<LastScanDevice>? Read()
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllText(Path));
            var root = document.RootElement;
            if (root.GetProperty("schema").GetString() != "envgw.scan/1") return null;
            string bus = root.GetProperty("bus").GetString() ?? "";
            return [.. root.GetProperty("devices").EnumerateArray().Select(one => new LastScanDevice(bus, TextOf(one, "serial"), one.GetProperty("unit").GetInt32(), TextOf(one, "profile")))];
        }
        catch (Exception unread) when (unread is IOException or UnauthorizedAccessException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string? TextOf(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
