import { z } from "zod";
import { describe } from "../openapi.ts";
import { OwnUserJson, said } from "./schemas.ts";

const text = z.string();

export const RegisterBody = z.object({
  username: text.meta({ description: "2 to 50 letters and digits of any script and _ . + -", examples: ["linmei"] }),
  email: text.meta({ examples: ["linmei@example.org"] }),
  password: text.meta({ description: "8 to 72 bytes" }),
  invite: text.optional().meta({ description: "Token of an invitation, where registration is by invitation" }),
});
export const LoginBody = z.object({ email: text, password: text });
export const ChangePasswordBody = z.object({ current_password: text, new_password: text });
export const ResetPasswordBody = z.object({ token: text, new_password: text });

const SignedInJson = z.object({ user: OwnUserJson, token: text.meta({ description: "JWT for 24 hours" }) });
const tag = "Sign-in";

export const AUTH = [
  describe({
    method: "post",
    path: "/api/v1/auth/register",
    tag,
    summary: "Make an account and sign in",
    description: "The first person to register becomes the administrator.",
    isPublic: true,
    body: RegisterBody,
    answers: [{ status: 201, text: "The account and a token", schema: SignedInJson }],
    failures: ["user_exists", "registration_closed", "bad_origin"],
  }),
  describe({
    method: "post",
    path: "/api/v1/auth/login",
    tag,
    summary: "Sign in",
    isPublic: true,
    body: LoginBody,
    answers: [{ status: 200, text: "The account and a token", schema: SignedInJson }],
    failures: ["invalid_credentials", "bad_origin"],
  }),
  describe({
    method: "post",
    path: "/api/v1/auth/logout",
    tag,
    summary: "End this sign-in; its token and sockets end with it",
    answers: [said("Logged out successfully")],
  }),
  describe({
    method: "put",
    path: "/api/v1/auth/password",
    tag,
    summary: "Change the password; signs out everywhere else",
    body: ChangePasswordBody,
    answers: [said("Password changed")],
  }),
  describe({
    method: "post",
    path: "/api/v1/auth/reset",
    tag,
    summary: "Set a new password with a reset link's token; signs out everywhere",
    isPublic: true,
    body: ResetPasswordBody,
    answers: [said("Password changed")],
    failures: ["gone", "bad_origin"],
  }),
];
