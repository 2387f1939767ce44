import type { pagesEn } from "./pages_en.ts";
import type { Translation } from "./translate.ts";

export const pagesZh: Translation<typeof pagesEn> = {
  "app.name": "Freshet",
  "page.title": "{title} · Freshet",

  "error.title.not_found": "这里什么都没有",
  "error.line.not_found": "地址有误，或者内容已不在，或者不对你开放。",
  "error.title.forbidden": "你无法在这里这样做",
  "error.line.forbidden": "你的角色没有这个权限，可以找群主或管理员。",
  "error.title.bad_origin": "请求来自其他站点",
  "error.line.bad_origin": "表单来自本服务器不认识的地址。请在这里打开页面再试。",
  "error.title.rate_limited": "操作太频繁",
  "error.line.rate_limited": "稍等片刻再试。",
  "error.title.unavailable": "服务器暂时连不上存储",
  "error.line.unavailable": "没有内容丢失，请稍后再试。",
  "error.title.gone": "链接已失效",
  "error.line.gone": "它已过期、用完或被收回。请索取新的链接。",
  "error.title.invalid": "无法完成",
  "error.title.internal": "我们这边出了问题",
  "error.line.internal": "问题已记录。如果再次出现，请把这个编号告诉管理员：{id}",
  "error.home": "返回聊天",
  "error.retry": "重试",
};
