using System.Globalization;
using Gateway.Core.Documents;

namespace Gateway.Cli;

/// <summary>How long something has lasted, with the two units that matter: <c>2 s</c>, <c>4 min</c>, <c>12 d 4 h</c>.</summary>
internal static class AgeText
{
    public static string Of(TimeSpan age, string language) => (age switch
    {
        { TotalSeconds: < 0 } => Said("0 s", "0 秒"),
        { TotalSeconds: < 10 } => Said($"{Short(age.TotalSeconds)} s", $"{Short(age.TotalSeconds)} 秒"),
        { TotalMinutes: < 1 } => Said($"{age.Seconds} s", $"{age.Seconds} 秒"),
        { TotalMinutes: < 10 } => Said($"{age.Minutes} min {age.Seconds} s", $"{age.Minutes} 分 {age.Seconds} 秒"),
        { TotalHours: < 1 } => Said($"{age.Minutes} min", $"{age.Minutes} 分"),
        { TotalDays: < 1 } => Said($"{age.Hours} h {age.Minutes} min", $"{age.Hours} 小时 {age.Minutes} 分"),
        _ => Said($"{age.Days} d {age.Hours} h", $"{age.Days} 天 {age.Hours} 小时"),
    }).In(language);

    private static Wording Said(string english, string chinese) => new(english, chinese);

    private static string Short(double seconds) => (Math.Floor(seconds * 10) / 10).ToString("0.#", CultureInfo.InvariantCulture);
}
