using System.Buffers.Binary;
using System.Globalization;
using Gateway.Core.Acquisition.Decoding;
using Gateway.Core.Profiles;
using Gateway.Core.Site;

namespace Gateway.Core.Acquisition.Polling;

/// <summary>Makes a version of the registers in which a device tells its firmware.</summary>
internal sealed class FirmwareReader
{
    private readonly FirmwareCheck _check;
    private readonly RegisterReference _reference;
    private readonly RegisterImage _image;
    private readonly RegisterReader _reader;

    /// <param name="reference">Where the check finds the version.</param>
    public FirmwareReader(DeviceModel device, FirmwareCheck check, RegisterReference reference)
    {
        (_check, _reference) = (check, reference);
        Range = WireTable.Of(device, reference.Range);
        _image = new RegisterImage([Range]);
        if (check.Form is not (FirmwareForm.Text or FirmwareForm.Words)) _reader = new RegisterReader(device, reference, _image);
    }

    /// <summary>What is to be read, into <see cref="Destination"/>.</summary>
    public RegisterRange Range { get; }

    public Memory<byte> Destination => _image.Destination(0);

    /// <summary>The version in digits and dots; empty when the registers hold none.</summary>
    public string Version() => _check.Form switch
    {
        FirmwareForm.Text => FirmwareVersion.In(_image.Bytes),
        FirmwareForm.Words => Words(_image.Bytes),
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
        int count = _reference.Range.Quantity * 2;
        return string.Join('.', Enumerable.Range(0, count).Select(place => (bits >> (8 * (count - 1 - place))) & 0xFF));
    }

    private static string Words(ReadOnlySpan<byte> registers)
    {
        int[] parts = new int[registers.Length / 2];
        for (int i = 0; i < parts.Length; i++) parts[i] = BinaryPrimitives.ReadUInt16BigEndian(registers[(2 * i)..]);
        return string.Join('.', parts);
    }
}
