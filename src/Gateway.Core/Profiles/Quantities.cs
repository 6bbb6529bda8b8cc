namespace Gateway.Core.Profiles;

/// <summary>The quantities that water plants and hospitals measure. A profile may use others; these have labels, and their spelling is checked.</summary>
/// <remarks>Chinese names follow GB 5749-2022 for water and GB 18466-2005 for hospital effluent.</remarks>
public static class Quantities
{
    private static readonly Dictionary<string, Quantity> _known = new Quantity[]
    {
        new("turbidity", new("Turbidity", "浊度"), ["{NTU}", "{FNU}"]),
        new("free_chlorine", new("Free chlorine", "游离余氯"), ["mg/L", "[ppm]"]),
        new("total_chlorine", new("Total chlorine", "总余氯"), ["mg/L", "[ppm]"]),
        new("combined_chlorine", new("Combined chlorine", "化合氯"), ["mg/L"]),
        new("chlorine_dioxide", new("Chlorine dioxide", "二氧化氯"), ["mg/L", "[ppm]"]),
        new("chlorite", new("Chlorite", "亚氯酸盐"), ["mg/L"]),
        new("ozone", new("Ozone", "臭氧"), ["mg/L", "mg/m3"]),
        new("ph", new("pH", "pH 值"), ["[pH]"]),
        new("orp", new("ORP", "氧化还原电位"), ["mV"]),
        new("conductivity", new("Conductivity", "电导率"), ["uS/cm", "mS/cm"]),
        new("tds", new("Total dissolved solids", "溶解性总固体"), ["mg/L"]),
        new("dissolved_oxygen", new("Dissolved oxygen", "溶解氧"), ["mg/L"]),
        new("oxygen_saturation", new("Oxygen saturation", "溶解氧饱和度"), ["%"]),
        new("colour", new("Colour", "色度"), ["{Pt-Co}"]),
        new("cod_mn", new("Permanganate index", "高锰酸盐指数"), ["mg/L"]),
        new("cod", new("Chemical oxygen demand", "化学需氧量"), ["mg/L"]),
        new("ammonia_nitrogen", new("Ammonia nitrogen", "氨氮"), ["mg/L"]),
        new("nitrate_nitrogen", new("Nitrate nitrogen", "硝酸盐氮"), ["mg/L"]),
        new("total_hardness", new("Total hardness", "总硬度"), ["mg/L"]),
        new("suspended_solids", new("Suspended solids", "悬浮物"), ["mg/L"]),
        new("fluoride", new("Fluoride", "氟化物"), ["mg/L"]),
        new("chloride", new("Chloride", "氯化物"), ["mg/L"]),
        new("iron", new("Iron", "铁"), ["mg/L"]),
        new("manganese", new("Manganese", "锰"), ["mg/L"]),
        new("aluminium", new("Aluminium", "铝"), ["mg/L"]),
        new("sac", new("Spectral absorption", "光谱吸收系数"), ["/m"]),
        new("chlorophyll", new("Chlorophyll a", "叶绿素 a"), ["ug/L"]),
        new("water_temperature", new("Water temperature", "水温"), ["Cel"]),
        new("flow", new("Flow rate", "瞬时流量"), ["m3/h", "L/min", "L/s"]),
        new("total_volume", new("Total volume", "累计流量"), ["m3", "L"]),
        new("level", new("Level", "液位"), ["m", "mm", "cm"]),
        new("pressure", new("Pressure", "压力"), ["MPa", "kPa", "bar", "Pa", "hPa"]),
        new("differential_pressure", new("Differential pressure", "压差"), ["Pa"]),
        new("air_temperature", new("Air temperature", "空气温度"), ["Cel"]),
        new("storage_temperature", new("Storage temperature", "暂存温度"), ["Cel"]),
        new("temperature", new("Temperature", "温度"), ["Cel"]),
        new("relative_humidity", new("Relative humidity", "相对湿度"), ["%"]),
        new("dew_point", new("Dew point", "露点"), ["Cel"]),
        new("absolute_humidity", new("Absolute humidity", "绝对湿度"), ["g/m3"]),
        new("co2", new("Carbon dioxide", "二氧化碳"), ["[ppm]", "%"]),
        new("co", new("Carbon monoxide", "一氧化碳"), ["mg/m3", "[ppm]"]),
        new("formaldehyde", new("Formaldehyde", "甲醛"), ["mg/m3"]),
        new("tvoc", new("TVOC", "总挥发性有机物"), ["mg/m3"]),
        new("pm2_5", new("PM2.5", "PM2.5"), ["ug/m3", "mg/m3"]),
        new("pm10", new("PM10", "PM10"), ["ug/m3", "mg/m3"]),
        new("air_speed", new("Air speed", "风速"), ["m/s"]),
        new("air_flow", new("Air flow", "风量"), ["m3/h"]),
        new("weight", new("Weight", "重量"), ["kg", "g", "t"]),
        new("gross_weight", new("Gross weight", "毛重"), ["kg", "g", "t"]),
        new("net_weight", new("Net weight", "净重"), ["kg", "g", "t"]),
        new("tare_weight", new("Tare weight", "皮重"), ["kg", "g", "t"]),
        new("voltage", new("Voltage", "电压"), ["V"]),
        new("current", new("Current", "电流"), ["A", "mA"]),
        new("active_power", new("Active power", "有功功率"), ["W", "kW"]),
        new("reactive_power", new("Reactive power", "无功功率"), ["{var}"]),
        new("power_factor", new("Power factor", "功率因数"), ["1"]),
        new("frequency", new("Frequency", "频率"), ["Hz"]),
        new("energy", new("Energy", "电能"), ["kW.h", "W.h"]),
        new("setpoint", new("Setpoint", "设定值"), []),
        new("output", new("Output", "输出"), ["%", "mA", "V"]),
        new("state", new("State", "状态"), []),
        new("door", new("Door", "门"), []),
        new("fault", new("Fault", "故障"), []),
        new("serial_number", new("Serial number", "序列号"), []),
    }.ToDictionary(quantity => quantity.Name);

    private static readonly HashSet<string> _units = [.. _known.Values.SelectMany(quantity => quantity.Units)];

    public static IReadOnlyCollection<Quantity> All => _known.Values;

    /// <summary>Every unit that some known quantity is given in.</summary>
    public static IReadOnlyCollection<string> Units => _units;

    public static Quantity? Find(string name) => _known.GetValueOrDefault(name);
}
