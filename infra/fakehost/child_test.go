package fakehost_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/signal"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// childVariable makes this test binary a handler that a host starts.
const childVariable = "USHER_FAKEHOST_CHILD"

func TestMain(m *testing.M) {
	if os.Getenv(childVariable) == "" {
		os.Exit(m.Run())
	}
	if err := newChild().serve(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
}

// seen is a request as the handler got it.
type seen struct {
	Method  string              `json:"method"`
	URI     string              `json:"uri"`
	Host    string              `json:"host"`
	Header  map[string][]string `json:"header"`
	Chunked bool                `json:"chunked"`
	Length  int64               `json:"length"`
	Body    string              `json:"body"`
}

// child is a handler that does what it is told: by ?do= of a proxied request,
// by {"do":…} in a message, and for ticks by what /api/next said before.
type child struct {
	mu    sync.Mutex
	next  string
	calls []seen // of queues and timers
}

func newChild() *child { return &child{} }

func (c *child) serve() error {
	signals := make(chan os.Signal, 8)
	signal.Notify(signals, syscall.SIGTERM, os.Interrupt)
	go func() {
		for got := range signals {
			fmt.Println("signal", got)
		}
	}()
	fmt.Println("child begins", os.Getpid())
	if pause, err := time.ParseDuration(os.Getenv("CHILD_SLOW")); err == nil {
		time.Sleep(pause)
	}
	if os.Getenv("CHILD_DEAF") != "" {
		select {}
	}
	address := os.Getenv("CHILD_LISTEN") // 0.0.0.0, to be caught at it
	if address == "" {
		address = "127.0.0.1"
	}
	listener, err := net.Listen("tcp", net.JoinHostPort(address, os.Getenv("FUNCTIONS_CUSTOMHANDLER_PORT")))
	if err != nil {
		return err
	}
	return (&http.Server{Handler: http.HandlerFunc(c.take), ReadHeaderTimeout: time.Minute}).Serve(listener)
}

func (c *child) take(w http.ResponseWriter, r *http.Request) {
	switch do := r.URL.Query().Get("do"); {
	case r.URL.Path == "/":
		w.WriteHeader(http.StatusNotFound) // any answer counts
	case r.URL.Path == "/api/next":
		c.mu.Lock()
		c.next = do
		c.mu.Unlock()
	case r.URL.Path == "/api/seen":
		c.mu.Lock()
		defer c.mu.Unlock()
		reply(w, map[string]any{"pid": os.Getpid(), "calls": c.calls, "environment": os.Environ(), "folder": workingFolder()})
	case strings.HasPrefix(strings.ToLower(r.URL.Path), "/api/"):
		if do == "" {
			reply(w, observe(r))
			return
		}
		act(w, r, do)
	default:
		act(w, r, c.told(observe(r)))
	}
}

// told keeps a call and returns what to do with it.
func (c *child) told(call seen) string {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.calls = append(c.calls, call)
	do := c.next
	c.next = ""
	var envelope struct{ Data struct{ Message []byte } }
	var message struct{ Do string }
	if json.Unmarshal([]byte(call.Body), &envelope) == nil && json.Unmarshal(envelope.Data.Message, &message) == nil {
		do = message.Do
	}
	return do
}

func observe(r *http.Request) seen {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		body = []byte("cut: " + err.Error())
	}
	return seen{
		Method: r.Method, URI: r.RequestURI, Host: r.Host, Header: r.Header,
		Chunked: len(r.TransferEncoding) > 0, Length: r.ContentLength, Body: string(body),
	}
}

func workingFolder() string {
	path, err := os.Getwd()
	if err != nil {
		return err.Error()
	}
	return path
}

func reply(w http.ResponseWriter, value any) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("X-Ours", "1")
	_ = json.NewEncoder(w).Encode(value)
}

// act does what a handler should do, or must not.
func act(w http.ResponseWriter, r *http.Request, do string) {
	switch do {
	case "exit0":
		os.Exit(0)
	case "exit1":
		os.Exit(1)
	case "abort":
		panic(http.ErrAbortHandler)
	case "hang":
		select {}
	case "slow":
		time.Sleep(time.Second)
		text(w, http.StatusOK, "application/json", "{}")
	case "stream":
		for n := range 3 {
			fmt.Fprintf(w, "part %d\n", n)
			_ = http.NewResponseController(w).Flush()
			time.Sleep(100 * time.Millisecond)
		}
	case "half":
		fmt.Fprint(w, "half")
		_ = http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler)
	case "converse":
		converse(w, r)
	case "stdout":
		fmt.Print("one\ntwo\r\nand no end")
		text(w, http.StatusOK, "application/json", "{}")
	case "stderr":
		fmt.Fprintln(os.Stderr, "it broke")
		fmt.Fprintln(os.Stderr, "a Warning")
		text(w, http.StatusOK, "application/json", "{}")
	default:
		answer(w, r, do)
	}
}

// answer gives one of the answers that a host reads in its own way.
func answer(w http.ResponseWriter, r *http.Request, do string) {
	switch do {
	case "empty":
		w.WriteHeader(http.StatusOK)
	case "204":
		w.WriteHeader(http.StatusNoContent)
	case "null":
		text(w, http.StatusOK, "application/json", "null")
	case "blank":
		text(w, http.StatusOK, "application/json", " \n")
	case "array":
		text(w, http.StatusOK, "application/json", "[]")
	case "cut JSON":
		text(w, http.StatusOK, "application/json", `{"Outputs":`)
	case "logs no list":
		text(w, http.StatusOK, "application/json", `{"Logs":"x"}`)
	case "logs":
		text(w, http.StatusOK, "application/json; charset=utf-8", `{"Logs":["done so far"],"ReturnValue":null}`)
	case "text":
		text(w, http.StatusOK, "text/plain", "{}")
	case "no type":
		w.Header()["Content-Type"] = nil
		fmt.Fprint(w, "{}")
	case "text/json":
		text(w, http.StatusAccepted, "text/json", "{}")
	case "redirect":
		http.Redirect(w, r, "/api/echo/1?do=ok", http.StatusFound)
	case "redirect 307":
		http.Redirect(w, r, "/other", http.StatusTemporaryRedirect)
	case "moved":
		w.Header().Set("Location", "/elsewhere")
		text(w, http.StatusFound, "text/plain", "go")
	case "500":
		text(w, http.StatusInternalServerError, "application/json", `{"Logs":["never seen"]}`)
	default:
		text(w, http.StatusOK, "application/json", "{}")
	}
}

func text(w http.ResponseWriter, status int, kind, body string) {
	w.Header().Set("Content-Type", kind)
	w.Header().Set("X-Ours", "1")
	w.WriteHeader(status)
	fmt.Fprint(w, body)
}

// converse answers each piece of the body as it comes.
func converse(w http.ResponseWriter, r *http.Request) {
	control := http.NewResponseController(w)
	if err := control.EnableFullDuplex(); err != nil {
		panic(err)
	}
	piece := make([]byte, 64)
	for {
		n, err := r.Body.Read(piece)
		if n > 0 {
			fmt.Fprintf(w, "heard %s", piece[:n])
			_ = control.Flush()
		}
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			panic(err)
		}
	}
}
