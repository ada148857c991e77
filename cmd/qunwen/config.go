package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"gopkg.in/yaml.v3"
)

const defaultZone = "Asia/Shanghai"

// A config is the configuration file. Paths in it are relative to its folder.
type config struct {
	Site     string            `yaml:"site"`
	Data     string            `yaml:"data"`
	BaseURL  string            `yaml:"base_url"`
	TimeZone string            `yaml:"time_zone"`
	Model    string            `yaml:"model"` // folder of another encoder
	Dense    string            `yaml:"dense"` // "on" (as does "") or "off": words only
	Embed    embeddings        `yaml:"embeddings"`
	Names    []string          `yaml:"names"` // of the bot in its rooms
	Rooms    map[string]string `yaml:"rooms"` // folder name to the name that people know

	Announcers map[string][]string `yaml:"announcers"` // who may announce sessions, by room's folder name
	Aliases    map[string]string   `yaml:"aliases"`    // handle to person, for speakers under several names
}

// embeddings is a server that encodes instead of a model of our own.
type embeddings struct {
	Endpoint   string `yaml:"endpoint"`    // of the embeddings route
	Model      string `yaml:"model"`       // as the server names it
	APIKeyEnv  string `yaml:"api_key_env"` // environment variable with the key
	Dimensions int    `yaml:"dimensions"`
	Prefix     string `yaml:"prefix"` // put before questions
}

// readConfig reads a configuration file. An unknown key is an error.
func readConfig(path string) (config, error) {
	f, err := os.Open(path)
	if err != nil {
		return config{}, fmt.Errorf("配置文件：%w", err)
	}
	defer f.Close()
	c := config{TimeZone: defaultZone}
	dec := yaml.NewDecoder(f)
	dec.KnownFields(true)
	if err := dec.Decode(&c); err != nil && !errors.Is(err, io.EOF) {
		return config{}, fmt.Errorf("配置文件 %s：%w", path, err)
	}
	for _, p := range []*string{&c.Site, &c.Data, &c.Model} {
		if *p != "" && !filepath.IsAbs(*p) {
			*p = filepath.Join(filepath.Dir(path), *p)
		}
	}
	return c, nil
}
