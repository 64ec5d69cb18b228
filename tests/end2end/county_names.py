# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Column names that offices give to the standard fields; `%` stands for the unit."""

from __future__ import annotations

SUPPLY = {
    "parcel_id": ["宗地代码", "宗地代码", "宗地编码"],
    "unit_no": ["不动产单元号"],
    "supervision_no": ["电子监管号"],
    "owner": ["土地使用权人", "权利人", "使用权人", "受让人", "权利人名称"],
    "owner_code": ["统一社会信用代码", "证件号", "权利人证件号"],
    "location": ["坐落", "土地坐落", "项目位置"],
    "land_use": ["土地用途", "用途"],
    "supply_mode": ["供地方式"],
    "contract_date": ["合同签订日期", "签订日期", "合同签订时间"],
    "price_wan": ["成交价款(万元)", "成交价格(万元)", "出让价款(万元)"],
    "registered_m2": ["登记面积(%)", "使用权面积(%)", "宗地面积(%)", "面积(%)"],
    "delivered_date": ["实际交地日期", "实际交地时间"],
    "agreed_start": ["约定动工日期", "约定开工时间", "约定动工时间"],
    "extended_start": ["延期动工日期", "延期开工时间"],
    "actual_start": ["实际动工日期", "实际开工时间", "实际动工时间"],
    "agreed_finish": ["约定竣工日期", "约定竣工时间"],
    "actual_finish": ["实际竣工日期", "实际竣工时间"],
    "production_date": ["投产日期", "投产时间"],
    "stop_date": ["停工日期", "停工时间"],
    "should_dev_m2": ["应动工面积(㎡)", "应动工面积(平方米)"],
    "dev_m2": ["已动工面积(㎡)", "已动工面积(平方米)"],
    "total_invest_wan": ["总投资额(万元)", "总投资(万元)"],
    "invested_wan": ["已投资额(万元)"],
    "built_m2": ["建筑面积(㎡)", "总建筑面积(㎡)"],
    "footprint_m2": ["建筑占地面积(㎡)", "基底面积(㎡)"],
    "far_min": ["容积率下限", "约定容积率下限"],
    "agreed_tax_per_mu": ["约定亩均税收(万元/亩)", "亩均税收约定值(万元/亩)"],
    "cause": ["闲置原因"],
    "idle_ruling": ["闲置认定文号"],
}
PINYIN = {
    "parcel_id": "ZDDM",
    "unit_no": "BDCDYH",
    "supervision_no": "DZJGH",
    "owner": "QLR",
    "owner_code": "ZJH",
    "location": "ZL",
    "land_use": "YT",
    "supply_mode": "GDFS",
    "contract_date": "QDRQ",
    "registered_m2": "ZDMJ",
    "delivered_date": "SJJDSJ",
    "agreed_start": "YDKGSJ",
    "actual_start": "SJKGSJ",
    "agreed_finish": "YDJGSJ",
    "actual_finish": "SJJGSJ",
    "dev_m2": "YKGMJ",
    "built_m2": "ZJZMJ",
    "footprint_m2": "JZJDMJ",
    "cause": "XZYY",
}
# Names of one office's own making, told to the program by [read.supply.fields].
OWN = {
    "price_wan": "CJJK",
    "extended_start": "YQDGRQ",
    "production_date": "TCRQ",
    "stop_date": "TGRQ",
    "should_dev_m2": "YDGMJ",
    "total_invest_wan": "ZTZE",
    "invested_wan": "YTZE",
    "far_min": "RJLXX",
    "agreed_tax_per_mu": "YDMJSS",
    "idle_ruling": "XZRDWH",
}
ENTERPRISE = {
    "year": ["年度", "年份"],
    "town": ["所属镇街", "镇街", "所属乡镇"],
    "name": ["企业名称", "单位名称"],
    "code": ["统一社会信用代码", "信用代码"],
    "industry": ["行业代码"],
    "scale": ["企业规模", "企业规模(规上/规下)", "规模"],
    "parcel_id": ["宗地代码", "所在宗地代码"],
    "tenure": ["用地性质"],
    "land_mu": ["用地面积(%)", "实际用地面积(%)"],
    "floor_m2": ["厂房建筑面积(㎡)", "建筑面积(平方米)"],
    "tax_wan": ["实缴税金%", "税收实际贡献%", "入库税收%"],
    "value_added_wan": ["工业增加值%"],
    "revenue_wan": ["主营业务收入%", "营业收入%"],
    "energy_tce": ["综合能耗(吨标准煤)", "总用能量(吨标准煤)"],
    "emission_t": ["主要污染物排放量(吨)", "排放量(吨)"],
    "rd_wan": ["R&D经费支出%", "研发经费支出%"],
    "employees": ["年平均职工人数(人)", "年平均职工人数"],
    "power_wan_kwh": ["用电量(万千瓦时)", "用电量(万kWh)"],
    "status": ["经营状态"],
    "veto": ["一票否决"],
}
MONEY = ("tax_wan", "value_added_wan", "revenue_wan", "rd_wan")
APPROVAL = {
    "approval_no": ["批准文号", "批文号", "批文文号"],
    "approved_date": ["批准日期", "批准时间", "批文日期"],
    "approved_m2": ["批准面积(㎡)"],
    "batch_name": ["批次名称"],
    "valid": ["批文状态"],
}
TOWN = {"name": ["镇街名称", "名称", "镇街"]}
EXCLUDE = {"reason": ["核减原因", "原因"]}
BLOCK = {"level": ["区块线级别", "级别", "等级"]}
VACATED = {
    "former_firm": ["原企业"],
    "vacated_date": ["腾空日期"],
    "reuse": ["再利用方式"],
}
LEASE = {
    "tenant_code": ["承租方统一社会信用代码"],
    "tenant_name": ["承租方企业名称", "承租方名称"],
    "owner_code": ["出租方统一社会信用代码"],
    "owner_name": ["出租方企业名称", "出租方名称"],
    "parcel_id": ["宗地代码"],
    "leased_mu": ["承租用地面积(亩)"],
    "floor_m2": ["承租建筑面积(㎡)"],
    "start": ["租期起"],
    "end": ["租期止"],
}
OFFICIAL = {
    "name": ["企业名称"],
    "code": ["统一社会信用代码"],
    "category": ["类别"],
}
