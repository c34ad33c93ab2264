/*
 * serve: what it is called and what it takes.  The server itself is a face: it is run
 * by the command line.
 */
#include "ops_int.h"

const struct wf_op wf_op_serve = {
	.name = "serve",
	.faces = WF_FACE_CLI,
	.en = "Serve the knowledge base as web pages and an HTTP interface.",
	.zh = "以网页和 HTTP 接口提供知识库。",
	.more_en = "Pages read without JavaScript; programs ask /api/v1/ (described in /api/v1/openapi.json). A newly\n"
	    "built knowledge base is taken up without a pause. Documents that are sent to be checked are\n"
	    "never stored. The address is printed first; SIGTERM or Ctrl-C ends it when what runs is done.",
	.more_zh = "网页无需 JavaScript 即可阅读；程序可访问 /api/v1/（说明见 /api/v1/openapi.json）。知识库重建后自动换用，\n"
	    "服务不中断。送交核查的文书不会保存。启动后先打印地址；SIGTERM 或 Ctrl-C 在处理完当前请求后结束。",
	.param = {
		{ "listen", WF_P_TEXT, 0, NULL, "HOST:PORT (default: 127.0.0.1:8420; port 0: any free one)",
		  "监听地址 HOST:PORT（默认 127.0.0.1:8420；端口 0 为任意空闲端口）", "127.0.0.1:8420" },
		{ "threads", WF_P_INT, 0, "1|64", "threads that answer at once (default: one a core)",
		  "即时应答的线程数（默认每核一个）", NULL },
		{ "workers", WF_P_INT, 0, "1|64", "threads for what takes longer (default: 2)",
		  "处理较慢请求的线程数（默认 2）", NULL },
		{ "upload", WF_P_INT, 0, "1|64", "MiB of a document to be checked, at most (default: 16)",
		  "送核文书的大小上限，MiB（默认 16）", NULL },
		{ "cors", WF_P_TEXT, 0, NULL, "origin whose pages may read the API (default: none); * is any",
		  "允许读取接口的网页来源（默认无）；* 为任意", NULL },
		{ "log", WF_P_FLAG, 0, NULL, "a line on standard error for each request", "每个请求在标准错误输出一行", NULL },
	},
};
