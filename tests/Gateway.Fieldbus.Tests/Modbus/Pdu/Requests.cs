using FsCheck;
using FsCheck.Fluent;
using Gateway.Fieldbus.Modbus;

namespace Gateway.Fieldbus.Tests.Modbus.Pdu;

/// <summary>Generates sound requests of every function.</summary>
internal static class Requests
{
    public static Arbitrary<ModbusRequest> Any { get; } = Generator().ToArbitrary();

    private static Gen<ModbusRequest> Generator()
    {
        var address = Gen.Choose(0, 60000).Select(a => (ushort)a);
        var word = Gen.Choose(0, 0xFFFF).Select(w => (ushort)w);
        return Gen.OneOf(
            from a in address from q in Gen.Choose(1, 2000) select ModbusRequest.ReadCoils(a, (ushort)q),
            from a in address from q in Gen.Choose(1, 2000) select ModbusRequest.ReadDiscreteInputs(a, (ushort)q),
            from a in address from q in Gen.Choose(1, 125) select ModbusRequest.ReadHoldingRegisters(a, (ushort)q),
            from a in address from q in Gen.Choose(1, 125) select ModbusRequest.ReadInputRegisters(a, (ushort)q),
            from a in address from c in Gen.Elements(true, false) select ModbusRequest.WriteSingleCoil(a, c),
            from a in address from v in word select ModbusRequest.WriteSingleRegister(a, v),
            from a in address from n in Gen.Choose(1, 1968) from v in Gen.Elements(true, false).ArrayOf(n) select ModbusRequest.WriteMultipleCoils(a, v),
            from a in address from n in Gen.Choose(1, 123) from v in word.ArrayOf(n) select ModbusRequest.WriteMultipleRegisters(a, v),
            from a in address from keep in word from set in word select ModbusRequest.MaskWriteRegister(a, keep, set),
            from a in address from q in Gen.Choose(1, 125) from w in address from n in Gen.Choose(1, 121) from v in word.ArrayOf(n)
            select ModbusRequest.ReadWriteMultipleRegisters(a, (ushort)q, w, v),
            from access in Gen.Elements(Enum.GetValues<ModbusDeviceIdentificationAccess>()) from id in Gen.Choose(0, 255)
            select ModbusRequest.ReadDeviceIdentification(access, (byte)id));
    }
}
