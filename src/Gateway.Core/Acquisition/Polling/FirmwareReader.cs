using System.Globalization;
using Gateway.Core.Acquisition.Decoding;
using Gateway.Core.Documents;
using Gateway.Core.Profiles;
using Gateway.Core.Site;

namespace Gateway.Core.Acquisition.Polling;

/// <summary>Makes a version of the registers in which a device tells its firmware, and compares it with what the profile holds for.</summary>
internal sealed class FirmwareReader
{
    private readonly FirmwareCheck _check;
    private readonly RegisterImage _image;
    private readonly RegisterReader _reader;

    public FirmwareReader(DeviceModel device, FirmwareCheck check)
    {
        _check = check;
        Range = WireTable.Of(device, check.Reference.Range);
        _image = new RegisterImage([Range]);
        if (check.Form != FirmwareForm.Text) _reader = new RegisterReader(device, check.Reference, _image);
    }

    /// <summary>What is to be read, into <see cref="Destination"/>.</summary>
    public RegisterRange Range { get; }

    public Memory<byte> Destination => _image.Destination(0);

    /// <summary>Why the firmware that was read is not one that the profile holds for; null when it is.</summary>
    public Wording? Trouble()
    {
        string version = Version();
        if (_check.Range.Contains(version, _check.Form == FirmwareForm.Number)) return null;
        Wording found = version.Length == 0 ? ("unreadable", "无法读取") : version;
        string place = RegisterText.Of(_check.Reference.Range);
        return (
            $"firmware {found.English} ({place}), the profile holds for {_check.Range.Text}",
            $"固件版本 {found.Chinese}（{place}），模板适用于 {_check.Range.Text}");
    }

    /// <summary>The version in digits and dots; empty when the registers hold none.</summary>
    public string Version() => _check.Form switch
    {
        FirmwareForm.Text => Digits(_image.Bytes),
        FirmwareForm.Bytes => Bytes(),
        _ => Number(),
    };

    private string Number()
    {
        if (!_reader.TryNumber(_reader.Bits(_image.Bytes), out double significand, out int decimals)) return "";
        double number = _check.Scale.Apply(significand) / ShortestDecimal.PowerOfTen(decimals);
        return number.ToString(CultureInfo.InvariantCulture);
    }

    private string Bytes()
    {
        ulong bits = _reader.Masked(_reader.Bits(_image.Bytes));
        int count = _check.Reference.Range.Quantity * 2;
        return string.Join('.', Enumerable.Range(0, count).Select(place => (bits >> (8 * (count - 1 - place))) & 0xFF));
    }

    /// <summary>From the first digit to the last that belongs to it: <c>V2.04b</c> is 2.04.</summary>
    private static string Digits(ReadOnlySpan<byte> text)
    {
        int from = text.IndexOfAnyInRange((byte)'0', (byte)'9');
        if (from < 0) return "";
        var rest = text[from..];
        int length = 0;
        while (length < rest.Length && (char.IsAsciiDigit((char)rest[length]) || rest[length] == '.')) length++;
        return System.Text.Encoding.ASCII.GetString(rest[..length]).TrimEnd('.');
    }
}
