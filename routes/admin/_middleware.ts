import { requireAdmin } from "@/lib/http/sign_in.ts";

export default requireAdmin;
