// Checks a log with Go's own packages, which share no code with ours: tlog for
// the Merkle tree, note for signatures.
//
//	verify make                      write roots and proofs of the test log
//	verify check                     read ours from standard input
//	verify tiles DIR VKEY...         a published log: notes, tiles and every entry
//	verify proof FILE ENTRY VKEY...  a tlog-proof file and the entry it is for
//
// The test log has the entries "entry <i> of the test log", i = 0..69999; proofs
// are lines: root SIZE HEX, includes SIZE INDEX HEX*, extends NEW OLD HEX*.
package main

import (
	"bufio"
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const (
	testSize       = 70000
	exhaustiveSize = 300
	tileHeight     = 8
	proofHeader    = "c2sp.org/tlog-proof@v1"
)

func must(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

// memory is a tlog.HashReader over all stored hashes of the test log.
type memory []tlog.Hash

func (m memory) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		if index >= int64(len(m)) {
			return nil, errors.New("hash is not stored")
		}
		out[i] = m[index]
	}
	return out, nil
}

func testLog() memory {
	var m memory
	for i := int64(0); i < testSize; i++ {
		hashes, err := tlog.StoredHashes(i, []byte(fmt.Sprintf("entry %d of the test log", i)), m)
		must(err)
		m = append(m, hashes...)
	}
	return m
}

func (m memory) root(size int64) tlog.Hash {
	root, err := tlog.TreeHash(size, m)
	must(err)
	return root
}

func (m memory) leaf(index int64) tlog.Hash {
	return m[tlog.StoredHashIndex(0, index)]
}

func writeLine(out *bufio.Writer, kind string, numbers []int64, hashes []tlog.Hash) {
	out.WriteString(kind)
	for _, n := range numbers {
		fmt.Fprintf(out, " %d", n)
	}
	for _, hash := range hashes {
		out.WriteByte(' ')
		out.WriteString(hex.EncodeToString(hash[:]))
	}
	out.WriteByte('\n')
}

func makeProofs() {
	m := testLog()
	out := bufio.NewWriter(os.Stdout)
	prove := func(size, i int64) {
		record, err := tlog.ProveRecord(size, i, m)
		must(err)
		writeLine(out, "includes", []int64{size, i}, record)
		tree, err := tlog.ProveTree(size, i+1, m)
		must(err)
		writeLine(out, "extends", []int64{size, i + 1}, tree)
	}
	for size := int64(1); size <= exhaustiveSize; size++ {
		writeLine(out, "root", []int64{size}, []tlog.Hash{m.root(size)})
		for i := int64(0); i < size; i++ {
			prove(size, i)
		}
	}
	for _, size := range []int64{65535, 65536, 65537, testSize} {
		writeLine(out, "root", []int64{size}, []tlog.Hash{m.root(size)})
		for i := int64(0); i < size; i += 1 + i/7 {
			prove(size, i)
			prove(size, size-1-i)
		}
	}
	must(out.Flush())
}

func checkLine(m memory, line string) error {
	var numbers []int64
	var hashes []tlog.Hash
	fields := strings.Fields(line)
	for _, field := range fields[1:] {
		if len(field) == 64 {
			var hash tlog.Hash
			if _, err := hex.Decode(hash[:], []byte(field)); err != nil {
				return err
			}
			hashes = append(hashes, hash)
			continue
		}
		n, err := strconv.ParseInt(field, 10, 64)
		if err != nil {
			return err
		}
		numbers = append(numbers, n)
	}
	switch {
	case fields[0] == "root" && len(numbers) == 1 && len(hashes) == 1:
		if m.root(numbers[0]) != hashes[0] {
			return errors.New("root differs")
		}
		return nil
	case fields[0] == "includes" && len(numbers) == 2:
		return tlog.CheckRecord(hashes, numbers[0], m.root(numbers[0]), numbers[1], m.leaf(numbers[1]))
	case fields[0] == "extends" && len(numbers) == 2:
		return tlog.CheckTree(hashes, numbers[0], m.root(numbers[0]), numbers[1], m.root(numbers[1]))
	}
	return errors.New("line is neither a root nor a proof")
}

func checkProofs() {
	m := testLog()
	lines := 0
	in := bufio.NewScanner(os.Stdin)
	for in.Scan() {
		if err := checkLine(m, in.Text()); err != nil {
			log.Fatalf("%v: %s", err, in.Text())
		}
		lines++
	}
	must(in.Err())
	fmt.Printf("%d hold\n", lines)
}

// cosigner verifies C2SP cosignature/v1 lines, which the note package does not know.
type cosigner struct {
	name string
	hash uint32
	key  ed25519.PublicKey
}

func (c cosigner) Name() string    { return c.name }
func (c cosigner) KeyHash() uint32 { return c.hash }
func (c cosigner) Verify(msg, sig []byte) bool {
	if len(sig) != 8+ed25519.SignatureSize {
		return false
	}
	head := fmt.Sprintf("cosignature/v1\ntime %d\n", binary.BigEndian.Uint64(sig))
	return ed25519.Verify(c.key, append([]byte(head), msg...), sig[8:])
}

func newVerifier(vkey string) note.Verifier {
	parts := strings.SplitN(vkey, "+", 3)
	if len(parts) == 3 {
		blob, err := base64.StdEncoding.DecodeString(parts[2])
		must(err)
		if len(blob) == 33 && blob[0] == 0x04 {
			sum := sha256.Sum256(append([]byte(parts[0]+"\n"), blob...))
			hash := binary.BigEndian.Uint32(sum[:])
			if fmt.Sprintf("%08x", hash) != parts[1] {
				log.Fatalf("key id of %s is wrong", vkey)
			}
			return cosigner{parts[0], hash, ed25519.PublicKey(blob[1:])}
		}
	}
	verifier, err := note.NewVerifier(vkey)
	must(err)
	return verifier
}

// openCheckpoint demands a valid signature of every key given.
func openCheckpoint(msg []byte, vkeys []string) tlog.Tree {
	var verifiers []note.Verifier
	for _, vkey := range vkeys {
		verifiers = append(verifiers, newVerifier(vkey))
	}
	opened, err := note.Open(msg, note.VerifierList(verifiers...))
	must(err)
	if len(opened.Sigs) != len(vkeys) {
		log.Fatalf("%d of %d keys have signed", len(opened.Sigs), len(vkeys))
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 || lines[0] != verifiers[0].Name() {
		log.Fatal("checkpoint is not origin, size and root")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	must(err)
	root, err := tlog.ParseHash(lines[2])
	must(err)
	return tlog.Tree{N: size, Hash: root}
}

// folder is a tlog.TileReader over a published log: C2SP paths, without the "8/".
type folder string

func (f folder) Height() int                      { return tileHeight }
func (f folder) SaveTiles([]tlog.Tile, [][]byte)  {}
func (f folder) read(path string) ([]byte, error) { return os.ReadFile(filepath.Join(string(f), path)) }
func (f folder) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var out [][]byte
	for _, tile := range tiles {
		data, err := f.read(strings.Replace(tile.Path(), "tile/8/", "tile/", 1))
		if err != nil {
			return nil, err
		}
		out = append(out, data)
	}
	return out, nil
}

func checkBundle(data []byte, leaves []tlog.Hash) {
	for i, leaf := range leaves {
		if len(data) < 2 || len(data)-2 < int(binary.BigEndian.Uint16(data)) {
			log.Fatalf("entry %d of the bundle is cut short", i)
		}
		size := int(binary.BigEndian.Uint16(data))
		if tlog.RecordHash(data[2:2+size]) != leaf {
			log.Fatalf("entry %d of the bundle is not what the tree holds", i)
		}
		data = data[2+size:]
	}
	if len(data) > 0 {
		log.Fatal("bytes after the last entry of a bundle")
	}
}

func checkTiles(dir string, vkeys []string) {
	f := folder(dir)
	msg, err := f.read("checkpoint")
	must(err)
	tree := openCheckpoint(msg, vkeys)
	// TileHashReader checks each tile against the root before it gives a hash out.
	reader := tlog.TileHashReader(tree, f)
	for start := int64(0); start < tree.N; start += 256 {
		var indexes []int64
		for i := start; i < start+256 && i < tree.N; i++ {
			indexes = append(indexes, tlog.StoredHashIndex(0, i))
		}
		leaves, err := reader.ReadHashes(indexes)
		must(err)
		tile := tlog.Tile{H: tileHeight, L: 0, N: start / 256, W: len(leaves)}
		data, err := f.read(strings.Replace(tile.Path(), "tile/8/0/", "tile/entries/", 1))
		must(err)
		checkBundle(data, leaves)
	}
	fmt.Printf("%d entries hold\n", tree.N)
}

func checkProof(file, entryFile string, vkeys []string) {
	data, err := os.ReadFile(file)
	must(err)
	entry, err := os.ReadFile(entryFile)
	must(err)
	at := bytes.Index(data, []byte("\n\n"))
	if at < 0 {
		log.Fatal("proof has no checkpoint")
	}
	lines := strings.Split(string(data[:at]), "\n")
	tree := openCheckpoint(data[at+2:], vkeys)
	if lines[0] != proofHeader {
		log.Fatal("not a tlog-proof")
	}
	lines = lines[1:]
	if strings.HasPrefix(lines[0], "extra ") {
		lines = lines[1:]
	}
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[0], "index "), 10, 64)
	must(err)
	var proof tlog.RecordProof
	for _, line := range lines[1:] {
		hash, err := tlog.ParseHash(line)
		must(err)
		proof = append(proof, hash)
	}
	must(tlog.CheckRecord(proof, tree.N, tree.Hash, index, tlog.RecordHash(entry)))
	fmt.Printf("entry %d holds\n", index)
}

func main() {
	log.SetFlags(0)
	args := os.Args[1:]
	switch {
	case len(args) == 1 && args[0] == "make":
		makeProofs()
	case len(args) == 1 && args[0] == "check":
		checkProofs()
	case len(args) >= 3 && args[0] == "tiles":
		checkTiles(args[1], args[2:])
	case len(args) >= 4 && args[0] == "proof":
		checkProof(args[1], args[2], args[3:])
	default:
		log.Fatal("usage: verify make | check | tiles DIR VKEY... | proof FILE ENTRY VKEY...")
	}
}
