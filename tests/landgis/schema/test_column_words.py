# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Names that stand in no list, and names that must not be taken for another."""

from __future__ import annotations

import pandas as pd
import pytest

from landgis.schema import match_fields

MEANT = {
    "supply": {
        "parcel_id": "宗地号码 地块ID",
        "owner": "土地受让人 用地主体 土地使用单位 权属单位",
        "owner_code": "受让人证件号 用地单位统一社会信用代码",
        "location": "宗地坐落位置 项目地址",
        "land_use": "规划土地用途 批准土地用途",
        "supply_mode": "土地取得方式 供应类型",
        "contract_date": "合同签定日期 土地合同签订日期 签约时间",
        "price_wan": "出让合同价款(万元) 土地成交总价 合同总价(万元)",
        "registered_m2": "证载土地面积 不动产登记面积 宗地使用权面积",
        "delivered_date": "实际交付土地时间 交地日期(实际)",
        "agreed_start": "约定开工建设日期 动工日期(约定) 合同约定动工时间 最晚动工日期",
        "extended_start": "批准延期后动工日期 变更后约定动工日期",
        "actual_start": "开工建设日期 动工日期(实际)",
        "agreed_finish": "约定竣工验收日期 竣工日期(约定)",
        "actual_finish": "实际竣工验收日期 竣工日期(实际)",
        "production_date": "投产运营日期 竣工投产日期",
        "stop_date": "中止动工建设日期 停建时间",
        "should_dev_m2": "应动工开发建设用地面积",
        "dev_m2": "已动工开发建设用地总面积",
        "total_invest_wan": "合同总投资 投资总规模",
        "invested_wan": "已投入资金 实际完成投资",
        "built_m2": "房屋总建筑面积 已建成建筑面积",
        "footprint_m2": "建筑物、构筑物占地面积 基底占地面积",
        "far_min": "容积率(约定下限) 约定最低容积率",
        "agreed_tax_per_mu": "约定税收(万元/亩) 协议亩均税收",
        "agreed_invest_per_mu": "协议投资强度 约定亩均固定资产投资",
        "cause": "闲置责任 未动工开发原因",
        "idle_ruling": "闲置土地认定书号 认定文件",
    },
    "approval": {
        "approval_no": "农转用批复文号 省政府批准文号",
        "approved_date": "省政府批准日期 批复年月",
        "approved_m2": "批准建设用地面积 批复用地面积",
        "batch_name": "用地批次",
        "valid": "批文效力 是否有效批文",
    },
    "enterprise": {
        "name": "单位全称 评价企业名称",
        "code": "企业统一信用代码 社会信用码",
        "industry": "国标行业 所属行业代码",
        "scale": "是否为规上企业 规模情况",
        "town": "乡(镇、街道) 镇街(开发区)",
        "address": "经营场所 厂房地址",
        "tenure": "土地使用性质 占地性质",
        "land_mu": "实际占用土地面积 占地(亩) 核定用地面积",
        "floor_m2": "厂房(㎡) 实际使用建筑面积",
        "tax_wan": "全口径税收 实缴各项税金 国地税合计",
        "revenue_wan": "开票销售收入 营业额",
        "energy_tce": "能源消耗总量 工业综合能耗",
        "emission_t": "四项污染物排放量",
        "rd_wan": "研发经费内部支出",
        "employees": "年末从业人员 职工总数",
        "power_wan_kwh": "全社会用电量 电力消耗量",
        "status": "生产经营状况",
        "veto": "是否存在一票否决",
        "founded_date": "企业注册时间",
    },
    "park": {
        "floor_m2": "剩余可安置面积 可售(租)建筑面积",
        "leading": "园区主导产业",
        "forbidden": "禁止入驻产业",
        "special": "特许行业",
        "open_year": "建成投用年份",
        "price": "厂房均价",
        "existing_leading": "主导产业企业数量",
        "existing_other": "其他企业数量",
    },
    "lease": {
        "leased_mu": "租赁面积(亩) 租赁土地(亩)",
        "floor_m2": "租赁面积(㎡) 承租厂房建筑面积",
        "start": "承租起始日期",
        "end": "承租终止日期",
    },
}
OTHERS = {
    "supply": """土地使用权类型 使用权终止日期 出让年限 起始价 楼面地价 投资强度(实际)
        实际亩均税收 实际容积率 规划建筑面积 地下建筑面积 未动工面积 约定交地时间
        约定投产时间 停工原因 闲置面积 闲置费 认定日期 权利人类型 容积率上限 建筑密度
        登记日期 合同编号 项目名称 行业 亩均税收 用电量 逾期天数 是否闲置 抵押面积""",
    "approval": "已供面积 未供面积 供地率 耕地面积 新增建设用地面积 失效日期 供地面积",
    "enterprise": """亩均税收 亩均税收得分 人均税收 税收增幅 增值税 企业所得税 用电增幅
        研发投入占比 单位能耗增加值 综合得分 企业法人 联系人 注册资本 主要产品
        出租方名称 税务登记号 国税 地税 利润总额 工业总产值 用水量 电费 土地使用税
        减免税额 出口退税 用地缺口 闲置厂房面积 电税比 亩均能耗 排污权 研发人员 职工薪酬
        行业平均亩均税收""",
    "park": "园区地址 园区面积 企业总数 主导产业占比 年税收 亩均税收 已入驻建筑面积",
    "lease": "租金 租金(元/㎡·年) 合同编号 坐落 租期(年) 用途",
}


def standard_of(name, role):
    # A long name beside it shows that names are not cut to 10 bytes here.
    frame = pd.DataFrame({name: [None], "不是标准字段的很长的列名": [None]})
    return match_fields(frame, role=role)[0].standard


@pytest.mark.parametrize(
    ("role", "field", "name"),
    [
        (role, field, name)
        for role, fields in MEANT.items()
        for field, names in fields.items()
        for name in names.split()
    ],
)
def test_a_name_in_no_list_is_recognised_by_its_words(role, field, name):
    assert standard_of(name, role) == field


@pytest.mark.parametrize(
    ("role", "name"),
    [(role, name) for role, names in OTHERS.items() for name in names.split()],
)
def test_a_name_of_something_else_is_left_alone(role, name):
    assert standard_of(name, role) is None
